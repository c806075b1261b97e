"""Who should sit at this table? Method composition-1, see docs/algorithms/composition-1.md."""
