"""The benchmarks: one module each, `measure()` returns its figures and the limits they must keep."""
