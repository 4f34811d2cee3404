drop table {stand-in}
