"""What compiled programs call while they run. Imports the standard library only: it is the start-up time of every program."""
