"""The commands of `wlmail`, a file each, and what `check` needs beside it: baseline, reports, survey."""
