Subject: [{{TICKET}}] {{SUBJECT}}

## Reply above this line ##

What you write above the line goes to {{REQUESTER_NAME}} <{{REQUESTER_ADDRESS}}>.

{{#HEADLINE}}
{{HEADLINE}}

{{/HEADLINE}}
Request {{TICKET}}: {{SUBJECT}}
{{#QUEUE}}
Queue:     {{QUEUE}}
{{/QUEUE}}
{{#ASSIGNEE}}
Assigned:  {{ASSIGNEE}}
{{/ASSIGNEE}}
{{#PRIORITY}}
Priority:  {{PRIORITY}}
{{/PRIORITY}}

{{TEXT}}

{{#ATTACHMENTS}}
Attached: {{NAME}}
{{/ATTACHMENTS}}
{{#SUGGESTION}}
---- Proposed answer ({{PROBABILITY}} sure) ----
{{ANSWER}}
---- Reply with #send alone to send it as it is ----

{{/SUGGESTION}}
Commands, each on a line of its own at the top of your reply:
#assign NAME  give it to NAME
#queue Q      move it to queue Q
#priority P   low, normal, high or urgent
#note         what follows is for staff only
#take         it is yours
#pending      it waits for the requester
#close        close it
#reopen       open it again

Why you got this mail:
{{#REASONS}}
- {{REASON}}
{{/REASONS}}
