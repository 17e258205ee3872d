//! The embedding API: engine, session, conversions and limits.
