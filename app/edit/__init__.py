"""What editors use: new records, layout, differences in meaning, proposals."""
