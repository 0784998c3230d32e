"""The doors to the real world that a program goes through: files, HTTP, identities, the terminal."""
