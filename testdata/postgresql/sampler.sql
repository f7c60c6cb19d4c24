-- What the tests of PostgresSampler expect in the database `shop` of an open server. Everything in it is invented.
create schema ward;
create table ward.patients(nhs_number bigint, name text);
insert into ward.patients values (9434765919, 'Test Person'), (9990000000, 'Another Person');
create domain ward.tag as integer;
create table ward.types(id int, j jsonb, b bytea, born date, seen timestamptz, ok boolean, key uuid, nothing text, long text, tagged ward.tag);
insert into ward.types values (1, '{"a": {"nhs": "943 476 5919"}}', 'canary', '1980-01-02', '2024-03-01 12:00+01', true,
  '00000000-0000-4000-8000-000000000001', null, repeat('x', 5000), 7);
create table ward.large(id int, filler text);
insert into ward.large select g, repeat('f', 100) from generate_series(1, 200000) g;
create table ward.letters(id int, body text);
insert into ward.letters values (1, 'Dear Dr'), (2, 'Dear patient');
create view ward.letters_view as select * from ward.letters;
create materialized view ward.letters_mat as select * from ward.letters;
create table ward.parted(id int) partition by range (id);
create table ward.parted_1 partition of ward.parted for values from (0) to (10);
create table ward.parted_2 partition of ward.parted for values from (10) to (20);
insert into ward.parted values (1), (11);
-- Large only as a whole, and over two levels.
create table ward.events(id int, filler text) partition by range (id);
create table ward.events_a partition of ward.events for values from (0) to (20000);
create table ward.events_b partition of ward.events for values from (20000) to (40000) partition by range (id);
create table ward.events_b1 partition of ward.events_b for values from (20000) to (30000);
create table ward.events_b2 partition of ward.events_b for values from (30000) to (40000);
insert into ward.events select g, repeat('e', 100) from generate_series(0, 39999) g;
create type ward.place as (street text, postcode text);
create table ward.shapes(tags text[], counts int[], home ward.place, homes ward.place[], doc json);
insert into ward.shapes values (array['asthma', 'x, "y"'], '{{1,2},{3,4}}', row('1 Test Street', 'ZZ1 1ZZ'),
  array[row('2 Test Street', null)::ward.place], '{"a": [1, 2]}');
create foreign data wrapper nowhere;
create server faraway foreign data wrapper nowhere;
create foreign table ward.far(id int) server faraway;
create view ward.far_inner as select * from ward.far;
create view ward.far_view as select * from ward.far_inner;
create sequence ward.counter;
create view ward.writes_view as select nextval('ward.counter') as n;
create schema "we""ird;--";
create table "we""ird;--"."x'""; DROP TABLE ward.patients; --
"("a""b" text, "select" int);
insert into "we""ird;--"."x'""; DROP TABLE ward.patients; --
" values ('one', 1), ('two', 2), ('three', 3);
analyze;
