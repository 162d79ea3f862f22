"""Screens of money: invoices, payments, cheques, bank statements, receipts, years, exports."""
