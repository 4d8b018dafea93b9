"""The command line: arguments in, text or JSON out, fixed exit codes."""
