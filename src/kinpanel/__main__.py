"""`python -m kinpanel`."""

from kinpanel.cli.app import main

main()
