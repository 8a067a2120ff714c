<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
${project.groupId}:${project.artifactId}:${project.version} (<#list entry.getValue() as license>${license}<#sep>, </#sep></#list>) ${project.url!""}
</#list>
