"""Follow-up questions: what analysts ask after "what is stable".

Each question is a package or module of its own, and none imports another; what several need stands beside them
(`detente.analysis.sequences`). A question is a function of the compiled conflict; its answer is plain data with names.
"""
