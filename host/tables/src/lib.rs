//! Tables in files: CSV in UTF-8 and GB18030, workbooks; read and written row by row.
