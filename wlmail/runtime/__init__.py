"""What compiled programs call while they run. It imports the standard library only: it is every start-up."""
