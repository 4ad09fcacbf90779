"""From rows to tables, workbooks, documents and charts."""
