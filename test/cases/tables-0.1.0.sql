-- The tables of 0.1.0 (commit e292250), as its own commands and its REST API filled them; by pg_dump, without what only pg_dump needs.
CREATE SCHEMA xivoctl;
CREATE TABLE xivoctl.callback_import (
    uuid uuid NOT NULL,
    list_uuid uuid NOT NULL,
    list_name text NOT NULL,
    file_name text,
    sha256 text NOT NULL,
    idempotency_key text,
    imported integer NOT NULL,
    skipped integer NOT NULL,
    rejected integer NOT NULL,
    imported_by text NOT NULL,
    imported_at timestamp with time zone DEFAULT now() NOT NULL,
    undone_at timestamp with time zone
);
CREATE TABLE xivoctl.callback_list (
    uuid uuid NOT NULL,
    name text NOT NULL,
    queue_id integer NOT NULL
);
CREATE TABLE xivoctl.callback_request (
    uuid uuid NOT NULL,
    list_uuid uuid NOT NULL,
    phone_number text,
    mobile_phone_number text,
    first_name text,
    last_name text,
    company text,
    description text,
    preferred_period_uuid uuid NOT NULL,
    due_date date NOT NULL,
    clotured boolean DEFAULT false NOT NULL,
    import_uuid uuid,
    changed_at timestamp with time zone
);
CREATE TABLE xivoctl.preferred_callback_period (
    uuid uuid NOT NULL,
    name text NOT NULL,
    period_start time without time zone NOT NULL,
    period_end time without time zone NOT NULL,
    "default" boolean DEFAULT false NOT NULL
);
CREATE TABLE xivoctl.request_key (
    key text NOT NULL,
    digest text NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE xivoctl.user_profile (
    user_id integer NOT NULL,
    type text NOT NULL,
    recording_access boolean NOT NULL,
    dissuasion_access boolean NOT NULL,
    CONSTRAINT user_profile_type_check CHECK ((type = ANY (ARRAY['admin'::text, 'supervisor'::text, 'teacher'::text])))
);
CREATE TABLE xivoctl.user_right (
    user_id integer NOT NULL,
    kind text NOT NULL,
    object_id integer NOT NULL,
    object_name text NOT NULL,
    CONSTRAINT user_right_kind_check CHECK ((kind = ANY (ARRAY['queue'::text, 'group'::text, 'incall'::text])))
);
CREATE TABLE xivoctl.xivoctl_migration (
    name character varying(255) NOT NULL,
    "timestamp" character varying(255) NOT NULL
);
CREATE TABLE xivoctl.xivoctl_migration_lock (
    id character varying(255) NOT NULL,
    is_locked integer DEFAULT 0 NOT NULL
);
INSERT INTO xivoctl.callback_import (uuid, list_uuid, list_name, file_name, sha256, idempotency_key, imported, skipped, rejected, imported_by, imported_at, undone_at) VALUES ('edfbc114-b13b-4560-b176-a110e4b3f616', '747352f5-05f0-488d-955a-c3d05465177a', 'Relances', 'old.csv', '6d66eb5f8bdb2c62d3125370f3212f262099aad525c3a26f9f53ac6c2d20f9c0', NULL, 2, 0, 0, 'cron@xivo', '2026-11-29 01:41:59.123142+00', NULL);
INSERT INTO xivoctl.callback_import (uuid, list_uuid, list_name, file_name, sha256, idempotency_key, imported, skipped, rejected, imported_by, imported_at, undone_at) VALUES ('8e81bad4-59ae-4ee1-8c74-1e11dfb220c8', '747352f5-05f0-488d-955a-c3d05465177a', 'Relances', 'undone.csv', 'c25e5d7085e3469defa1a4e04334e3875a0743b00e13f4cbd753f24d1f559835', NULL, 1, 0, 0, 'cron@xivo', '2026-11-29 01:42:04.571071+00', '2026-11-29 01:42:12.131968+00');
INSERT INTO xivoctl.callback_import (uuid, list_uuid, list_name, file_name, sha256, idempotency_key, imported, skipped, rejected, imported_by, imported_at, undone_at) VALUES ('cfaedfb3-968e-4aec-ae91-843f9087320b', '747352f5-05f0-488d-955a-c3d05465177a', 'Relances', NULL, '8c134868c98046667d47321062cc967a7e7ae3a0aca81685d76317b53fa355d1', NULL, 1, 0, 0, 'cron@xivo', '2026-11-29 01:42:47.510464+00', NULL);
INSERT INTO xivoctl.callback_list (uuid, name, queue_id) VALUES ('747352f5-05f0-488d-955a-c3d05465177a', 'Relances', 5);
INSERT INTO xivoctl.callback_list (uuid, name, queue_id) VALUES ('843193a7-69cc-49b7-aa56-b0015601c6e8', 'Relances d''hiver', 3);
INSERT INTO xivoctl.callback_list (uuid, name, queue_id) VALUES ('927539c4-573e-4d50-9bcf-cf44dc901019', 'Standard', 3);
INSERT INTO xivoctl.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company, description, preferred_period_uuid, due_date, clotured, import_uuid, changed_at) VALUES ('01a224f7-570d-7000-93c5-cc9c543729d7', '747352f5-05f0-488d-955a-c3d05465177a', '0230210092', '0689746321', 'John', 'Doe', 'MyCompany', 'Call back quickly', '2efd7c3c-ee4e-446e-a1e0-dc2b5652b026', '2026-12-01', false, 'edfbc114-b13b-4560-b176-a110e4b3f616', NULL);
INSERT INTO xivoctl.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company, description, preferred_period_uuid, due_date, clotured, import_uuid, changed_at) VALUES ('6b642280-c316-45a2-a991-bf1b469afdb5', '843193a7-69cc-49b7-aa56-b0015601c6e8', '+33612345678', NULL, NULL, 'Martin', NULL, NULL, '216646af-0a0b-451b-a134-daafa27a9c31', '2026-12-02', false, NULL, NULL);
INSERT INTO xivoctl.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company, description, preferred_period_uuid, due_date, clotured, import_uuid, changed_at) VALUES ('01a224f7-570d-7001-b377-80e3e39896aa', '747352f5-05f0-488d-955a-c3d05465177a', '0145678901', NULL, 'Alice', 'O''Neill', NULL, NULL, '216646af-0a0b-451b-a134-daafa27a9c31', '2026-12-24', true, 'edfbc114-b13b-4560-b176-a110e4b3f616', '2026-11-29 01:42:19.271607+00');
INSERT INTO xivoctl.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company, description, preferred_period_uuid, due_date, clotured, import_uuid, changed_at) VALUES ('01a224f8-141c-7000-af5d-fb4cea5d64b5', '747352f5-05f0-488d-955a-c3d05465177a', '1000', NULL, NULL, 'Standard', NULL, NULL, '216646af-0a0b-451b-a134-daafa27a9c31', '2026-11-29', false, 'cfaedfb3-968e-4aec-ae91-843f9087320b', NULL);
INSERT INTO xivoctl.preferred_callback_period (uuid, name, period_start, period_end, "default") VALUES ('216646af-0a0b-451b-a134-daafa27a9c31', 'Toute la journée', '09:00:00', '17:00:00', true);
INSERT INTO xivoctl.preferred_callback_period (uuid, name, period_start, period_end, "default") VALUES ('2efd7c3c-ee4e-446e-a1e0-dc2b5652b026', 'Matin', '09:00:00', '12:00:00', false);
INSERT INTO xivoctl.request_key (key, digest, answer, answered_at) VALUES ('night-1', '909076d7d2a2127b728150f8ce12ddb50783624a51f2249da6ac0f46b56e7d91', '{"run":"cfaedfb3-968e-4aec-ae91-843f9087320b","list":{"uuid":"747352f5-05f0-488d-955a-c3d05465177a","name":"Relances"},"created":false,"imported":1,"skipped":0,"rejected":0,"blankLines":0,"dryRun":false,"repeated":false}', '2026-11-29 01:42:47.510464+00');
INSERT INTO xivoctl.request_key (key, digest, answer, answered_at) VALUES ('list-1', 'd1041201fb0e7943894fb04a451fef168b68a11518de743cb51892aaa006b668', '{"uuid":"927539c4-573e-4d50-9bcf-cf44dc901019","name":"Standard","queueId":3,"callbacks":[]}', '2026-11-29 01:42:47.70619+00');
INSERT INTO xivoctl.user_profile (user_id, type, recording_access, dissuasion_access) VALUES (2, 'supervisor', true, true);
INSERT INTO xivoctl.user_profile (user_id, type, recording_access, dissuasion_access) VALUES (4, 'admin', false, false);
INSERT INTO xivoctl.user_right (user_id, kind, object_id, object_name) VALUES (2, 'queue', 3, 'sales');
INSERT INTO xivoctl.user_right (user_id, kind, object_id, object_name) VALUES (2, 'queue', 5, 'ventes');
INSERT INTO xivoctl.user_right (user_id, kind, object_id, object_name) VALUES (2, 'group', 1, 'default');
INSERT INTO xivoctl.user_right (user_id, kind, object_id, object_name) VALUES (2, 'incall', 1, '0155000001@from-extern');
INSERT INTO xivoctl.xivoctl_migration (name, "timestamp") VALUES ('0001-profiles-and-callbacks', '2026-11-29T01:40:35.047Z');
INSERT INTO xivoctl.xivoctl_migration (name, "timestamp") VALUES ('0002-import-ledger', '2026-11-29T01:40:35.100Z');
INSERT INTO xivoctl.xivoctl_migration (name, "timestamp") VALUES ('0003-request-keys', '2026-11-29T01:40:35.118Z');
INSERT INTO xivoctl.xivoctl_migration_lock (id, is_locked) VALUES ('migration_lock', 0);
ALTER TABLE ONLY xivoctl.callback_import
    ADD CONSTRAINT callback_import_pkey PRIMARY KEY (uuid);
ALTER TABLE ONLY xivoctl.callback_list
    ADD CONSTRAINT callback_list_pkey PRIMARY KEY (uuid);
ALTER TABLE ONLY xivoctl.callback_request
    ADD CONSTRAINT callback_request_pkey PRIMARY KEY (uuid);
ALTER TABLE ONLY xivoctl.preferred_callback_period
    ADD CONSTRAINT preferred_callback_period_name_key UNIQUE (name);
ALTER TABLE ONLY xivoctl.preferred_callback_period
    ADD CONSTRAINT preferred_callback_period_pkey PRIMARY KEY (uuid);
ALTER TABLE ONLY xivoctl.request_key
    ADD CONSTRAINT request_key_pkey PRIMARY KEY (key);
ALTER TABLE ONLY xivoctl.user_profile
    ADD CONSTRAINT user_profile_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY xivoctl.user_right
    ADD CONSTRAINT user_right_pkey PRIMARY KEY (user_id, kind, object_id);
ALTER TABLE ONLY xivoctl.xivoctl_migration_lock
    ADD CONSTRAINT xivoctl_migration_lock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY xivoctl.xivoctl_migration
    ADD CONSTRAINT xivoctl_migration_pkey PRIMARY KEY (name);
CREATE UNIQUE INDEX callback_import_key ON xivoctl.callback_import USING btree (list_uuid, idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX callback_import_list ON xivoctl.callback_import USING btree (list_uuid, sha256);
CREATE INDEX callback_request_list ON xivoctl.callback_request USING btree (list_uuid);
CREATE UNIQUE INDEX preferred_callback_period_one_default ON xivoctl.preferred_callback_period USING btree ("default") WHERE ("default" = true);
CREATE INDEX request_key_age ON xivoctl.request_key USING btree (answered_at);
ALTER TABLE ONLY xivoctl.callback_request
    ADD CONSTRAINT callback_request_list_uuid_fkey FOREIGN KEY (list_uuid) REFERENCES xivoctl.callback_list(uuid) ON DELETE CASCADE;
ALTER TABLE ONLY xivoctl.callback_request
    ADD CONSTRAINT callback_request_preferred_period_uuid_fkey FOREIGN KEY (preferred_period_uuid) REFERENCES xivoctl.preferred_callback_period(uuid);
ALTER TABLE ONLY xivoctl.user_right
    ADD CONSTRAINT user_right_user_id_fkey FOREIGN KEY (user_id) REFERENCES xivoctl.user_profile(user_id) ON DELETE CASCADE;
