"""Messages and the servers they go to. Knows no WLanguage; addresses, headers, message and envelope open no socket."""
