-- A role and a database for the service. Run it once as a superuser, after you replace the password:
--   psql --file deploy/postgres.sql
-- The service makes its tables itself, at its first start. It needs no extension and no right beyond this database.

create role aircall_gorgias login password 'replace this' connection limit 100;

create database aircall_gorgias owner aircall_gorgias encoding 'UTF8' template template0;

-- No other role may connect.
revoke all on database aircall_gorgias from public;
