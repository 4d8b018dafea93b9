"""kinpanel."""
