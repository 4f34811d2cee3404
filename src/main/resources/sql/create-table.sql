-- Its columns are added next, as to one that another process has made at this moment
{new:create table if not exists {table} ()}
