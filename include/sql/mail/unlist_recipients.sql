-- mail/unlist_recipients: nobody is listed until the file or the settings say so again.

update ops.recipients
set is_listed = false
where is_listed;
