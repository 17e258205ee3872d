//! The migration service: model, state machine, store, worker, sources and targets.
