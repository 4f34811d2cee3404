-- Its columns are added next, as to one that another process has made at this moment. An index of ours that has its name
-- gets another one
{displaced:alter index {table} rename to {index}; }{new:create table if not exists {table} ()}
