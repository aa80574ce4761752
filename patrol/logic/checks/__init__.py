"""The witnesses of a report, one file each: every one looks at one thing and says what it measured."""
