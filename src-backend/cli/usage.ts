export const defaultPort = 7787;

export const usage = `Usage: npm run backend -- COMMAND --data DIR|--database URL …

  --data DIR       a folder of this machine: one backend serves it
  --database URL   a PostgreSQL database, postgres://USER@HOST/NAME, instead of --data in each command: any number
                   of backends serve it. The password comes by PGPASSWORD, or stands in the URL.
  --connections N  with --database: most connections used at once, besides one that listens (10)
  --space NAME     the team whose data is meant ("main"): a user of one space sees nothing of another

  serve   --data DIR [--port N] [--host H] [--policy FILE] [--sample OPEN[,CLOSED[,SEED]]]
          [--public-host NAME]… [--allow-origin ORIGIN]… [--keep-deleted DAYS] [--keep-results DAYS]
          Serves the data of DIR (made if new) on http://H:N, by default http://127.0.0.1:${defaultPort}.
          New data gets a first lead, whose token is printed. The command may be left out.
            --policy FILE        puts this policy in force; without it the stored one stays
            --sample …           fills new data with a sample desk, such as 600,3000
            --public-host NAME   a name that this backend is reached by, besides localhost
            --allow-origin O     a web page that may ask, such as https://desk.example
            --keep-deleted DAYS  an app that was away for longer loads anew (30)
            --keep-results DAYS  how long an action that comes again is known by its content (90)
  import  --data DIR --format servicenow-events|salesforce FILE
          [--time-zone ZONE] [--as-of TIME] [--shift-to-now]
          Adds the cases of an export of another system. Safe while a backend serves DIR.
  export  --data DIR
          Prints every document with its version, one JSON object a line.
  user    --data DIR --name NAME --role coa|tae|lead|administrator
          Adds a user and prints a token for it.
  user    --data DIR --remove ID
          Nobody acts as this user any longer; what it did stays.
  user    --data DIR --move ID --to-space NAME
          The user, with its tokens, belongs to another space from now on.
  token   --data DIR --user ID
          Prints another token for a user.
  service-token --data DIR --name NAME --may portal|tickets [--may …]
          Prints a token for another system: "portal" brings customers' cases and messages, "tickets" news of tickets.
  service-token --data DIR --list
          Lists the systems that have a token.
  service-token --data DIR --revoke NAME
          The system's tokens are good no longer; what it brought stays.
  backup  --data DIR [--to FILE]
          Makes a verified backup, also while a backend serves: in DIR/backups, or as FILE; with --database, as a
          copy in the database.
  backups --data DIR
          Lists the backups that are there; before each change of its tables Dueline makes one by itself.
  restore --data DIR --from NAME|FILE
          Puts a backup in the place of the data, which no backend may serve meanwhile. What was there is kept.
  archive --data DIR --to FILE
          Writes everything of a space but its tokens to FILE, to be taken in elsewhere.
  unarchive --data DIR --from FILE
          Takes an archive into a space that has no cases.
  sample  --data DIR [OPEN[,CLOSED[,SEED]]]
          Adds a sample desk to DIR: 600 open and 3000 closed cases if nothing is said.`;
