"""Servers that the tests talk to, on 127.0.0.1 and free ports only."""
