"""Words of invitations and answers: templates with their marks, letters, consents. No database here."""
