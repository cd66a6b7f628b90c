-- Roles, their grants and the database: run by psql as a superuser at every start, changes nothing
-- the second time. Passwords come from the environment. Schemas and tables are the migrations'.
\set ON_ERROR_STOP on
\getenv database ATTACHE_DATABASE
\if :{?database}
\else
  \set database attache
\endif
\getenv owner_password ATTACHE_OWNER_PASSWORD
\getenv ingest_password ATTACHE_INGEST_PASSWORD
\getenv dedupe_password ATTACHE_DEDUPE_PASSWORD
\getenv projection_password ATTACHE_PROJECTION_PASSWORD
\getenv operator_password ATTACHE_OPERATOR_PASSWORD
\getenv reader_password ATTACHE_READER_PASSWORD

SET client_min_messages = warning;
SET password_encryption = 'scram-sha-256';

CREATE TEMPORARY TABLE wanted (role text PRIMARY KEY, password text NOT NULL, kind text NOT NULL);
INSERT INTO wanted VALUES
    ('attache_owner', :'owner_password', 'owner'),
    ('attache_ingest', :'ingest_password', 'service'),
    ('attache_dedupe', :'dedupe_password', 'service'),
    ('attache_projection', :'projection_password', 'service'),
    ('attache_operator', :'operator_password', 'service'),
    ('attache_reader', :'reader_password', 'reader');

SELECT format('CREATE ROLE %I', role)
FROM wanted WHERE role NOT IN (SELECT rolname FROM pg_roles) \gexec

-- The owner migrates and makes scratch databases for tests; it is no superuser.
SELECT format(
    'ALTER ROLE %I LOGIN NOSUPERUSER NOREPLICATION NOBYPASSRLS NOCREATEROLE %s PASSWORD %L',
    role, CASE kind WHEN 'owner' THEN 'CREATEDB' ELSE 'NOCREATEDB' END, password
) FROM wanted \gexec

-- So that it may create schemas that belong to the services.
SELECT format('GRANT %I TO attache_owner WITH INHERIT TRUE, SET TRUE', role)
FROM wanted WHERE kind = 'service' \gexec

-- A courtesy: what a reader may not do is decided by what it was not granted.
ALTER ROLE attache_reader SET default_transaction_read_only = on;

SELECT format('CREATE DATABASE %I OWNER attache_owner ENCODING ''UTF8'' TEMPLATE template0',
              :'database')
WHERE :'database' NOT IN (SELECT datname FROM pg_database) \gexec

SELECT format('ALTER DATABASE %I OWNER TO attache_owner', :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO attache_reader', :'database') \gexec

-- Each service makes its own schema; COPY goes through temporary tables.
SELECT format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO %I', :'database', role)
FROM wanted WHERE kind = 'service' \gexec
