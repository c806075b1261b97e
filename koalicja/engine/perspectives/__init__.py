"""Where do we agree, and across which differences? Method agreement-1, see docs/algorithms/agreement-1.md."""
