"""What tests of the register need beside the cast."""
