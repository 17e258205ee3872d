//! Values, conversions, scopes, evaluator, parameter binder and pipeline of the PowerShell language.
