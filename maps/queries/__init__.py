"""What maps read: tiles, the status of sites under the reader's filters, and the figures of the front door."""
