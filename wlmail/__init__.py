"""wlmail runs WLanguage e-mail code unchanged. The command line is `cli`; programs embed `interpreter`."""

__version__ = "0.1.0"
