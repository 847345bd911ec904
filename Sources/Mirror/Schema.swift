import GRDB

/// The tables, and how an older mirror becomes a newer one.
///
/// Everything derived can be made again from `transactions`, `claimed_transactions` and `snapshots`. Money and
/// tokens are decimal text: both can exceed a signed 64-bit integer. Accounts are referred to by `accounts.id`,
/// which differs between mirrors of the same content; nothing that leaves the module shows it.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 raw transactions and what is derived from them") { database in
            try database.execute(sql: raw)
            try database.execute(sql: derived)
        }
        migrator.registerMigration("2 proven runs and what a sync keeps") { database in
            try database.execute(sql: sync)
        }
        return migrator
    }

    /// The tables whose content makes two mirrors the same.
    static let contentTables = [
        "accounts", "transactions", "segments", "claimed_transactions", "snapshots", "requests", "role_hints", "events",
        "stakes", "running_states", "params_history", "root_versions",
    ]

    /// Empties everything that is derived.
    static func clearDerived(_ database: Database) throws {
        for table in [
            "requests", "role_hints", "events", "stakes", "running_states", "params_history", "root_versions",
        ] {
            try database.execute(sql: "DELETE FROM \(table)")
        }
        try database.execute(
            sql: "UPDATE accounts SET role = NULL, role_proof = NULL, owner_id = NULL, proxy_id = NULL, origin = NULL")
    }

    /// What was accepted from outside, and where the chains of accounts begin and end.
    private static let raw = """
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            address BLOB NOT NULL UNIQUE,            -- workchain byte, 32-byte identifier
            flow TEXT NOT NULL DEFAULT '0',          -- sum of balance changes of the mirrored transactions, nanoTON
            bounced TEXT NOT NULL DEFAULT '0',       -- sum of values that came back as bounces, nanoTON
            transaction_count INTEGER NOT NULL DEFAULT 0,
            role TEXT,
            role_proof TEXT,
            owner_id INTEGER REFERENCES accounts(id),
            proxy_id INTEGER REFERENCES accounts(id),
            origin BLOB                              -- first code and data: a bag of cells holding the StateInit
        ) STRICT;
        CREATE INDEX accounts_by_owner ON accounts(owner_id) WHERE owner_id IS NOT NULL;
        CREATE INDEX accounts_by_proxy ON accounts(proxy_id) WHERE proxy_id IS NOT NULL;
        CREATE INDEX accounts_by_role ON accounts(role) WHERE role IS NOT NULL;

        CREATE TABLE transactions (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            hash BLOB NOT NULL,
            previous_lt INTEGER NOT NULL,
            previous_hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            in_message BLOB,                         -- hash of the message that caused it
            proof TEXT NOT NULL,
            boc BLOB NOT NULL,
            PRIMARY KEY (account_id, lt)
        ) STRICT;
        CREATE INDEX transactions_by_in_message ON transactions(in_message) WHERE in_message IS NOT NULL;
        CREATE INDEX transactions_by_hash ON transactions(hash);

        -- An unbroken run of an account's chain: all its transactions in (below_lt, high_lt].
        CREATE TABLE segments (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            high_lt INTEGER NOT NULL,
            high_hash BLOB NOT NULL,
            low_lt INTEGER NOT NULL,
            below_lt INTEGER NOT NULL,               -- 0: the run starts with the account's first transaction
            below_hash BLOB NOT NULL,
            PRIMARY KEY (account_id, high_lt)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE claimed_transactions (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            in_message BLOB,
            record BLOB NOT NULL,                    -- see ClaimedRecord
            PRIMARY KEY (account_id, lt)
        ) STRICT;
        CREATE INDEX claimed_by_in_message ON claimed_transactions(in_message) WHERE in_message IS NOT NULL;

        -- Accounts as they stood after a transaction.
        CREATE TABLE snapshots (
            account_id INTEGER PRIMARY KEY REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            hash BLOB NOT NULL,
            state_hash BLOB,                         -- hash of the account's cell; NULL where the source gave none
            balance TEXT NOT NULL,
            code BLOB,
            data BLOB,
            proof TEXT NOT NULL                      -- linked: state_hash is what the transaction left
        ) STRICT;
        """

    /// How far each run is proved, and where following the chain goes on.
    private static let sync = """
        -- The highest logical time up to which validators' signatures prove the run; 0: none of it.
        ALTER TABLE segments ADD COLUMN proven_lt INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE sync_documents (
            name TEXT PRIMARY KEY,
            content BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Accounts whose chains are followed, and when each was last found to be complete.
        CREATE TABLE followed_accounts (
            account_id INTEGER PRIMARY KEY REFERENCES accounts(id),
            reason TEXT NOT NULL,
            masterchain_seqno INTEGER,
            time INTEGER,
            told_lt INTEGER                          -- the newest that its proxy told of it when it was complete
        ) STRICT;
        """

    /// What settlement makes of it.
    private static let derived = """
        -- What workers and clients told their proxies: their state after each operation.
        CREATE TABLE requests (
            message BLOB PRIMARY KEY,
            child_id INTEGER NOT NULL REFERENCES accounts(id),
            proxy_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            body BLOB NOT NULL,
            is_claimed INTEGER NOT NULL              -- whether no raw transaction tells of it
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX requests_by_child ON requests(child_id, lt);
        CREATE INDEX requests_by_proxy ON requests(proxy_id, child_id);

        -- Accounts that a signed receipt names as its own, and roles that a message suggests.
        CREATE TABLE role_hints (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            role TEXT NOT NULL,
            lt INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (account_id, role)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            anchor_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL,
            operation TEXT NOT NULL,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            role TEXT NOT NULL,
            hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            proof TEXT NOT NULL,
            is_open INTEGER NOT NULL,
            sender_id INTEGER REFERENCES accounts(id),
            value TEXT,
            opcode INTEGER,
            query_id TEXT,
            worker_id INTEGER REFERENCES accounts(id),
            client_id INTEGER REFERENCES accounts(id),
            proxy_id INTEGER REFERENCES accounts(id),
            root_id INTEGER REFERENCES accounts(id),
            owner_id INTEGER REFERENCES accounts(id),
            child_id INTEGER REFERENCES accounts(id),
            child_hash BLOB,
            exit_code INTEGER,
            action_code INTEGER,
            skip_reason TEXT,
            settlement_lt INTEGER,
            settlement_hash BLOB,
            settlement_exit_code INTEGER,
            settlement_action_code INTEGER,
            settlement_skip_reason TEXT,
            payment_account_id INTEGER REFERENCES accounts(id),
            payment_value TEXT,
            payment_lt INTEGER,
            payment_hash BLOB,
            tokens_before TEXT,
            tokens_after TEXT,
            tokens_claimed TEXT,
            amount TEXT,
            paid TEXT,
            lost TEXT,
            charged TEXT,
            cost TEXT,
            proxy_part TEXT,
            before TEXT,
            after TEXT,
            stake_returned TEXT,
            unlock_time INTEGER,
            price TEXT,
            receipt BLOB,
            details TEXT NOT NULL,
            PRIMARY KEY (anchor_id, lt, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX events_by_lt ON events(lt, hash, ordinal);
        CREATE INDEX events_by_worker ON events(worker_id, lt) WHERE worker_id IS NOT NULL;
        CREATE INDEX events_by_client ON events(client_id, lt) WHERE client_id IS NOT NULL;
        CREATE INDEX events_by_proxy ON events(proxy_id, kind, lt) WHERE proxy_id IS NOT NULL;
        CREATE INDEX events_by_owner ON events(owner_id, kind, lt) WHERE owner_id IS NOT NULL;
        CREATE INDEX events_by_kind ON events(kind, lt);
        CREATE INDEX events_open ON events(account_id, lt) WHERE is_open;
        CREATE INDEX events_open_by_proxy ON events(proxy_id, lt) WHERE is_open;

        -- A settled batch of work: a signed counter that moved.
        CREATE VIEW jobs AS
            SELECT * FROM events
            WHERE kind IN ('payout', 'last_payout', 'lost_payout', 'charge', 'refund_granted')
                AND (tokens_before IS NULL OR tokens_before <> tokens_after);

        CREATE TABLE stakes (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            anchor_id INTEGER NOT NULL REFERENCES accounts(id),
            role TEXT NOT NULL,
            hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            before TEXT,
            after TEXT NOT NULL,
            proof TEXT NOT NULL,
            PRIMARY KEY (account_id, lt)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX stakes_by_lt ON stakes(lt);

        -- Where the running state of a root or proxy stands, and what it was after each change.
        CREATE TABLE running_states (
            account_id INTEGER PRIMARY KEY REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            data BLOB NOT NULL
        ) STRICT;
        CREATE TABLE params_history (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            version INTEGER,                         -- the root's own version; NULL for the frozen params of a child
            params_version INTEGER NOT NULL,
            params BLOB NOT NULL,
            PRIMARY KEY (account_id, lt)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE root_versions (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            lt INTEGER NOT NULL,
            version INTEGER NOT NULL,
            params_version INTEGER NOT NULL,
            last_proxy_seqno INTEGER NOT NULL,
            PRIMARY KEY (account_id, lt)
        ) STRICT, WITHOUT ROWID;
        """
}
