//! Objects to text: lists, tables, wide and custom views, and the error view.
