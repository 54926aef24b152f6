create table later.thing (id uuid primary key, note uuid references probe.note (id));
