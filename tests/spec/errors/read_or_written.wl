// An unknown name that is read is an error, whichever operator reads it; some members can only be read.
nNew += 1
nOther++
tok is AuthToken
tok.Valid = True
