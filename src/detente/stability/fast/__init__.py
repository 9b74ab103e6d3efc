"""Compiled kernels for large conflicts in option form; needs the extra ``fast`` (numba)."""
