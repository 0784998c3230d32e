// Elements of arrays stand in brackets; a property has no parentheses.
m is Email
m.Recipient(1) = "a@example.com"
