"""The functions, types and constants that WLanguage programs call: one file a family, each its own registry entry."""
