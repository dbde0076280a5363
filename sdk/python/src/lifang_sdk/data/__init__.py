"""What a rule reads: subjects, scans in columns, and aggregates; declared in the manifest and granted by the operator."""
