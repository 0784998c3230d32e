"""wlmail runs WLanguage e-mail code unchanged. The command line is `wlmail.cli`; programs embed `wlmail.interpreter`."""

__version__ = "0.1.0"
