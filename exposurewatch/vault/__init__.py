"""What is remembered between two runs, unreadable without the user's secret: photos, findings, what was looked at."""
