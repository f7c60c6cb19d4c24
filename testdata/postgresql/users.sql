-- The table `users` that the tests of PostgresSampler expect in the database `shop`. The sessions that follow go on in `shop`.
create database shop;
\connect shop
create table users(id int primary key, email text, pan text);
insert into users select g, 'u' || g || '@x.test', '4111111111111111' from generate_series(1, 500) g;
grant select on users to public;
analyze;
