Subject: {{PRIORITY}}: {{SUBJECT}} [{{TICKET}}]

{{SUBJECT}}
{{#QUEUE}}
Queue {{QUEUE}}, priority {{PRIORITY}}.
{{/QUEUE}}

{{TEXT}}

Reply with #ack to take it, #close when it is over.
