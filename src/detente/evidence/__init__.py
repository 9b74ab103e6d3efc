"""Documents, quotations and what each part of a case rests on."""
