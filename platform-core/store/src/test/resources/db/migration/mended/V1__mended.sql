create table broken.thing (id uuid primary key);
