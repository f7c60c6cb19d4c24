-- What the tests of PostgresSampler expect in `shop` where `postgres` is a plain role. Run as the superuser.
create table public.secret(id int, note text);
insert into public.secret values (1, 'x');
alter table public.secret owner to current_user;
create table public.hidden(id int);
insert into public.hidden select generate_series(1, 10);
alter table public.hidden enable row level security;
grant select on public.hidden to postgres;
create table public.narrow(shown text, kept text);
insert into public.narrow values ('a', 'b');
grant select (shown) on public.narrow to postgres;
analyze;
