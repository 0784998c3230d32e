"""Validating a migration: two programs run, their mails compared."""
